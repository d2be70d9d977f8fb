"""`python -m secondline.site.demo.specimen FOLDER`: the whole cast as pictures, to try the reader on."""

import sys

from secondline.site.demo.specimen.writing import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

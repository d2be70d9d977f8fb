"""`python -m secondline.site`: the command line program behind ./secondline."""

from secondline.site.commands import program

if __name__ == "__main__":  # a process that draws pictures imports this module too
    program(prog_name="secondline")

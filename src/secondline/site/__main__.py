"""`python -m secondline.site`: the command line program behind ./secondline."""

from secondline.site.commands import program

program(prog_name="secondline")

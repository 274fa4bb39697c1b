"""How a command tells another program how it went."""

MISTAKE = 2
INTERRUPTED = 130
BROKEN_PIPE = 141  # what a shell reports of a program whose reader went away

EXIT_CODES = """
exit codes:
  0  done; Ctrl-C ends a recording properly and is no error
  1  a bug in Earshot: please report what it printed
  2  a mistake that can be mended: a file, a device, a disk, a model or the command line; or a
     benchmark's figure that is over its budget
  130  interrupted by Ctrl-C, or told to end by the system; what was finished is kept
  141  the reader of the output went away
"""

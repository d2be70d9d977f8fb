"""Who does what, in the order of the work. One Django project, one room per step; see docs/rooms.md."""

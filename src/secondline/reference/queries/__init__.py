"""The reads of the room, one file a noun."""

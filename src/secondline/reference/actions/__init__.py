"""The deeds of the room, one file a verb."""

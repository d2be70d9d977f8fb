"""The nouns of the room, one file each; Django finds them here."""

"""What may be shown of an entry, and the line that credits its source."""

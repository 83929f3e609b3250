"""What cannot be right, or must not be printed: rules across columns and tables. They change nothing."""

"""The schema's steps, a module each. One that was released is never changed: another is added."""

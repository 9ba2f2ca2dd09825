"""The library of plan patterns: what is known about each kind of goal, as data. One module is loaded for one goal."""

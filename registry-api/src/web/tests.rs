//! Pages as a browser gets them, from the same endpoint that the program serves.

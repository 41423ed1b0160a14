//! Pure functions on the octets of a message: MIME tree, ENVELOPE, BODYSTRUCTURE, sections,
//! BINARY, PREVIEW.

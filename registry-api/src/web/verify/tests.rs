//! Verifying on a page and over HTTP.

/**
 * Holds the documents to the code: links and anchors, the tables of codes, settings and metrics, and every JSON example.
 * Reads the pages as the files of this project, from the directory the build runs in.
 */
@NullMarked
package com.pfavanguard.sync.docs;

import org.jspecify.annotations.NullMarked;

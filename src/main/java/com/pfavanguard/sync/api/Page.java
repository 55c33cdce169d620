package com.pfavanguard.sync.api;

import java.util.List;

/**
 * Selects one page of a list.
 *
 * @param number of the page, from 0
 * @param size elements per page, 1 to {@value #MAX_SIZE}
 */
public record Page(int number, int size) {

    static final int MAX_SIZE = 100;

    public Page {
        if (number < 0 || size < 1 || size > MAX_SIZE) {
            throw ApiException.badRequest("page must be 0 or more, size 1 to " + MAX_SIZE);
        }
    }

    /** The elements on this page; empty if the list ends before it. */
    public <T> List<T> of(List<T> all) {
        return all.stream().skip((long) number * size).limit(size).toList();
    }
}

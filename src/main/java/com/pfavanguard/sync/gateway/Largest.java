package com.pfavanguard.sync.gateway;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Collects the largest of many, so that a list of ten thousand sessions is neither kept nor sorted as a whole. For one
 * thread.
 */
public final class Largest<T> {

    private final int most;
    private final Comparator<T> order;
    private final PriorityQueue<T> smallestFirst;

    /** @param most how many are kept */
    public Largest(int most, Comparator<T> order) {
        this.most = most;
        this.order = order;
        this.smallestFirst = new PriorityQueue<>(order);
    }

    public void add(T one) {
        if (smallestFirst.size() < most) {
            smallestFirst.add(one);
        } else if (order.compare(one, smallestFirst.element()) > 0) {
            smallestFirst.remove();
            smallestFirst.add(one);
        }
    }

    /** The largest, largest first. */
    public List<T> list() {
        List<T> sorted = new ArrayList<>(smallestFirst);
        sorted.sort(order.reversed());
        return sorted;
    }
}

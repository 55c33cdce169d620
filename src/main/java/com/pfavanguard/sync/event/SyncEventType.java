package com.pfavanguard.sync.event;

/** The six kinds of sync event. The constants' names are the JSON values. {@link Connected} is not among them. */
public enum SyncEventType {
    SYNC_QUEUED,
    SYNC_PROCESSING,
    SYNC_SUCCESS,
    SYNC_CONFLICT,
    SYNC_FAILED,
    SYNC_REMOVED
}

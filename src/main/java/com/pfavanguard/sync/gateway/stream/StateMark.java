package com.pfavanguard.sync.gateway.stream;

/**
 * Says up to which message of the broker's history the stored states are complete.
 *
 * @param number the broker's number of the last message that is in them
 * @param persistentNumber the number of the last persistent one: still in the history after a restart of the broker
 * @param data short name of the broker's data; empty if the broker does not say
 * @param at when the broker had taken that message, milliseconds since 1970
 * @param uncertainBefore events that arrived before this moment may be missing from the states; 0 if none can
 */
public record StateMark(long number, long persistentNumber, String data, long at, long uncertainBefore) {}

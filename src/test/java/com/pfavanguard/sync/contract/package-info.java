/**
 * Holds together all forms of the contract: the event records, JSON Schema, AsyncAPI, OpenAPI, the client's types, the
 * example messages and the pages; and compares them with the last released contract (decision 0052).
 */
package com.pfavanguard.sync.contract;

package com.pfavanguard.sync.contract;

import org.junit.jupiter.api.Test;

/** The JSON Schema files say what the AsyncAPI document says. */
class ContractFilesTests {

    @Test
    void theSchemaOfMessagesIsMadeFromTheAsyncApiDocument() throws Exception {
        MadeFiles.check(Contract.EVENTS, SchemaFiles.events(Contract.asyncApi()));
    }

    @Test
    void theSchemaOfPublishedEventsIsMadeFromTheAsyncApiDocument() throws Exception {
        MadeFiles.check(Contract.PUBLISHED_EVENTS, SchemaFiles.publishedEvents(Contract.asyncApi()));
    }
}

package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.core.io.Resource;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * Reads the annotations in a class file once for all starts of the application in this JVM. Spring's own cache does so
 * for one start: Spring empties it once it has read the configuration.
 */
final class ClassMetadata extends SimpleMetadataReaderFactory {

    private final Map<Resource, MetadataReader> known = new ConcurrentHashMap<>();

    @Override
    public MetadataReader getMetadataReader(Resource resource) throws IOException {
        MetadataReader reader = known.get(resource);
        if (reader == null) {
            reader = super.getMetadataReader(resource);
            known.put(resource, reader);
        }
        return reader;
    }
}

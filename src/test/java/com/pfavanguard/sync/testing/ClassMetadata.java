package com.pfavanguard.sync.testing;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.Resource;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.SimpleMetadataReaderFactory;

/**
 * Reads the annotations in a class file once for all starts of the application in this JVM. Spring's own cache does so
 * for one start: Spring empties it once it has read the configuration.
 */
final class ClassMetadata extends SimpleMetadataReaderFactory {

    private final Map<Resource, MetadataReader> known = new ConcurrentHashMap<>();

    // Apart from the others: the scan for components reads through the application's own cache and asks no bean.
    private final Map<Resource, MetadataReader> scanned = new ConcurrentHashMap<>();

    /** Gives the scan for components what the scans of earlier starts have read, and keeps what this one adds. */
    void shareScans(GenericApplicationContext application) {
        Map<Resource, MetadataReader> ofThisStart = application.getResourceCache(MetadataReader.class);
        ofThisStart.putAll(scanned);
        // Runs when the configuration has been read, and before Spring empties its cache.
        application.addBeanFactoryPostProcessor(factory -> scanned.putAll(ofThisStart));
    }

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

package com.pfavanguard.sync.gateway.link;

import com.pfavanguard.sync.gateway.link.ReadMessages.Snapshot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file beside the embedded broker's journal with the numbers of the messages read from it, 16 bytes each. From it a
 * starting process learns what the one before it had read (decision 0029). Holds no text of any event. May lag by a
 * second, so nothing is forced to disk. For one thread.
 */
final class ReadMessagesFile implements AutoCloseable {

    private static final long FORMAT = 0x50464152_45414431L;
    private static final int HEADER_BYTES = 24;
    private static final int ENTRY_BYTES = 16;

    private final Path file;
    private @Nullable FileChannel channel;
    private long entries;

    ReadMessagesFile(Path file) {
        this.file = file;
    }

    /**
     * What the file holds.
     *
     * @param data short name of the broker's data; empty if the broker had not said
     * @param ringSize how many messages the broker kept then
     * @param messages what was read, oldest first
     */
    record Contents(String data, int ringSize, Snapshot messages) {

        static final Contents NOTHING = new Contents("", 0, Snapshot.NONE);
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Reads the file; one that is missing or has another format counts as empty. */
    Contents load() throws IOException {
        if (!Files.exists(file)) {
            return Contents.NOTHING;
        }
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
        if (bytes.remaining() < HEADER_BYTES || bytes.getLong() != FORMAT) {
            return Contents.NOTHING;
        }
        long data = bytes.getLong();
        int ringSize = (int) bytes.getLong();
        int count = bytes.remaining() / ENTRY_BYTES; // the last one may be incomplete after a kill
        long[] numbers = new long[count];
        long[] expiryAndKinds = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = bytes.getLong();
            expiryAndKinds[i] = bytes.getLong();
        }
        return new Contents(data < 0 ? "" : "%08x".formatted(data), ringSize, new Snapshot(numbers, expiryAndKinds));
    }

    /** Starts a new file with these messages; a reader finds the old file or the whole new one. */
    void begin(String data, int ringSize, Snapshot messages) throws IOException {
        close();
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        FileChannel opened = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        channel = opened;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES)
                .putLong(FORMAT)
                .putLong(data.isEmpty() ? -1 : Long.parseLong(data, 16))
                .putLong(ringSize);
        write(opened, header.flip());
        entries = 0;
        append(messages);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How many messages the file holds. */
    long entries() {
        return entries;
    }

    void append(Snapshot messages) throws IOException {
        FileChannel open = channel;
        if (open == null || messages.size() == 0) {
            return;
        }
        ByteBuffer bytes = ByteBuffer.allocate(messages.size() * ENTRY_BYTES);
        for (int i = 0; i < messages.size(); i++) {
            bytes.putLong(messages.number(i)).putLong(messages.expiryAndKind(i));
        }
        write(open, bytes.flip());
        entries += messages.size();
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            open.close();
        }
    }
}

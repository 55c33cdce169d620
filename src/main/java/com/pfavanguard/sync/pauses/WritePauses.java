package com.pfavanguard.sync.pauses;

import com.pfavanguard.sync.event.OrganizationId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Knows which organizations are paused. {@link PauseFeed} fills it from the broker, the same in each process. Safe for
 * any thread.
 */
public final class WritePauses {

    /** Most organizations that can be paused at once; each makes the worker's selector longer. */
    public static final int MOST = 1_000;

    // Ends of pauses are kept too: an entry that is read late must not bring an earlier pause back.
    private final Map<OrganizationId, PauseEntry> entries = new ConcurrentHashMap<>();
    private final Supplier<Collection<PauseEntry>> stored;

    /** @param stored reads what the broker has; throws Spring's JmsException if it cannot be asked */
    WritePauses(Supplier<Collection<PauseEntry>> stored) {
        this.stored = stored;
    }

    /** Why the organization's edits wait; empty if they do not for this reason. */
    public Optional<WritePause> of(OrganizationId organizationId) {
        return Optional.ofNullable(entries.get(organizationId)).flatMap(PauseEntry::pause);
    }

    public boolean isPaused(OrganizationId organizationId) {
        PauseEntry entry = entries.get(organizationId);
        return entry != null && entry.paused();
    }

    /** Ids of the paused organizations. */
    public Set<String> ids() {
        return entries.values().stream()
                .filter(PauseEntry::paused)
                .map(PauseEntry::key)
                .collect(Collectors.toSet());
    }

    /** All pauses, the latest first. */
    public List<WritePause> all() {
        return entries.values().stream()
                .flatMap(entry -> entry.pause().stream())
                .sorted(Comparator.comparing(WritePause::since).reversed())
                .toList();
    }

    /**
     * Reads all pauses from the broker before this returns, and forgets those that it does not have: it may be another
     * broker, or have new data. For the worker, which must not write the first edit of an organization that was paused
     * before it started.
     *
     * @throws org.springframework.jms.JmsException if the broker cannot be asked
     */
    public void refresh() {
        List<PauseEntry> before = List.copyOf(entries.values());
        Collection<PauseEntry> read = stored.get();
        Set<OrganizationId> known =
                read.stream().map(PauseEntry::organizationId).collect(Collectors.toSet());
        before.stream()
                .filter(entry -> !known.contains(entry.organizationId()))
                .forEach(entry -> entries.remove(entry.organizationId(), entry));
        read.forEach(this::apply);
    }

    /** Takes an entry, unless a later one is known. */
    void apply(PauseEntry entry) {
        entries.merge(
                entry.organizationId(), entry, (known, fresh) -> fresh.at().isBefore(known.at()) ? known : fresh);
    }

    /** A moment after all that is known of the organization, so that the entry of this moment counts. */
    Instant after(OrganizationId organizationId, Instant now) {
        PauseEntry known = entries.get(organizationId);
        return known == null || known.at().isBefore(now) ? now : known.at().plusMillis(1);
    }

    /** Forgets the ends of pauses from before this moment, which the broker no longer has either. */
    void forgetEndsBefore(Instant moment) {
        entries.values().removeIf(entry -> !entry.paused() && entry.at().isBefore(moment));
    }
}

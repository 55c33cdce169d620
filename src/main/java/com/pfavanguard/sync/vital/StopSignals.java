package com.pfavanguard.sync.vital;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers SIGTERM and Ctrl+C: the first one starts an orderly shutdown that ends with exit code 0, each further one asks
 * that shutdown to hurry. Java by itself would end with 143 or 130, which service managers take for a failure, and
 * ignore every further signal. Without {@link #install}, as in tests and commands, Java's way stays.
 */
public final class StopSignals {

    private static final Logger log = LoggerFactory.getLogger(StopSignals.class);

    private static final Set<Runnable> IMPATIENCE = ConcurrentHashMap.newKeySet();
    private static final AtomicBoolean STOPPING = new AtomicBoolean();

    private StopSignals() {}

    /**
     * Installs the answer for this process. Uses {@code sun.misc.Signal}, the only way to see a signal in Java, from the
     * exported package of the module {@code jdk.unsupported}. Called by name, since javac warns of it in a way that cannot
     * be suppressed. Where it is not available, or the JVM runs with {@code -Xrs}, Java's way stays.
     */
    public static void install() {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, answer());
            for (String name : new String[] {"TERM", "INT"}) {
                Object known = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handler).invoke(null, known, ours);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            log.debug("Signals keep Java's own answer", e);
        }
    }

    private static InvocationHandler answer() {
        return (proxy, method, arguments) -> switch (method.getName()) {
            case "handle" -> {
                received();
                yield null;
            }
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> StopSignals.class.getSimpleName();
        };
    }

    // Java calls it in a thread of its own for each signal, so the first one may wait here for the shutdown.
    static void received() {
        if (STOPPING.compareAndSet(false, true)) {
            System.exit(0);
        } else {
            repeated();
        }
    }

    static void repeated() {
        IMPATIENCE.forEach(Runnable::run);
    }

    /** Has an action run at each further signal, until {@link #forget}. */
    public static void onRepeat(Runnable hurry) {
        IMPATIENCE.add(hurry);
    }

    public static void forget(Runnable hurry) {
        IMPATIENCE.remove(hurry);
    }
}

package com.pfavanguard.sync.broker;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Returns the parts of an Artemis connection URL that may be shown: hosts and ports, and parameters known to be
 * harmless. Other parameters may be passwords, such as {@code trustStorePassword}.
 */
public final class BrokerUrl {

    private static final Pattern PLACE =
            Pattern.compile("([a-z][a-z0-9+.-]*)://(?:[^/?#,()@\\s]*@)?([^/?#,()@;&\\s]+)", Pattern.CASE_INSENSITIVE);

    private static final Pattern PARAMETER = Pattern.compile("[?&;]([A-Za-z]+)=([A-Za-z0-9.-]{1,20})(?=$|[&;,)])");

    private static final Set<String> HARMLESS = Set.of(
            "ha",
            "sslenabled",
            "verifyhost",
            "reconnectattempts",
            "initialconnectattempts",
            "retryinterval",
            "retryintervalmultiplier",
            "maxretryinterval",
            "connectionttl",
            "calltimeout",
            "clientfailurecheckperiod",
            "usetopologyforloadbalancing",
            "tcpnodelay");

    private BrokerUrl() {}

    /** Returns a text such as {@code tcp://a:61616, tcp://b:61616 (ha=true)}. */
    public static String shown(String url) {
        List<String> places = PLACE.matcher(url)
                .results()
                .map(place -> place.group(1) + "://" + place.group(2))
                .toList();
        String parameters = PARAMETER
                .matcher(url)
                .results()
                .filter(BrokerUrl::isHarmless)
                .map(parameter -> parameter.group(1) + "=" + parameter.group(2))
                .distinct()
                .collect(Collectors.joining(", "));
        String shown = places.isEmpty() ? "(not a URL)" : String.join(", ", places);
        return parameters.isEmpty() ? shown : shown + " (" + parameters + ")";
    }

    private static boolean isHarmless(MatchResult parameter) {
        return HARMLESS.contains(parameter.group(1).toLowerCase(Locale.ROOT));
    }
}

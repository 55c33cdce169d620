package com.pfavanguard.sync.cli;

import com.pfavanguard.sync.event.OrganizationId;
import com.pfavanguard.sync.security.DevelopmentToken;
import com.pfavanguard.sync.security.Permission;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes an access token for trials, as the application's own backend would for its users. */
@Command(
        name = "token",
        sortOptions = false,
        customSynopsis = GatewayCommand.NAME + " token ORG... [OPTIONS]",
        descriptionHeading = "%n",
        parameterListHeading = "%n",
        description = {
            "Print an access token for a gateway in mode jwt with the same secret. For development only: the"
                    + " secret can sign a token for any user.",
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  export SYNC_SECURITY_JWT_SECRET=$(openssl rand -base64 48)",
            "  " + GatewayCommand.NAME + " --sync.security.mode=jwt \\",
            "      --sync.pems.stand-in.enabled=true &",
            "  export SYNC_TOKEN=$(" + GatewayCommand.NAME + " token org-rio)",
            "  " + GatewayCommand.NAME + " watch org-rio",
        })
@SuppressWarnings("NullAway.Init") // picocli fills the fields before it calls run()
final class TokenCommand implements Runnable {

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "ORG", description = "Organizations of the user.")
    private List<OrganizationId> organizations;

    @Option(
            names = "--secret",
            paramLabel = "TEXT",
            description = "The gateway's sync.security.jwt.secret. Default: SYNC_SECURITY_JWT_SECRET.")
    private @Nullable String secret;

    @Option(
            names = "--user",
            paramLabel = "ID",
            defaultValue = "developer",
            description = "The user's id and name; default ${DEFAULT-VALUE}")
    private String user;

    @Option(
            names = "--permission",
            paramLabel = "CLAIM",
            split = ",",
            defaultValue = "perm_Read,perm_Sync",
            completionCandidates = UsualPermissions.class,
            description = "Permissions in each organization, usually some of ${COMPLETION-CANDIDATES};"
                    + " default ${DEFAULT-VALUE}")
    private List<String> permissions;

    @Option(
            names = "--valid",
            paramLabel = "TIME",
            defaultValue = "8h",
            description = "How long the token is valid, such as 90s or 8h; default ${DEFAULT-VALUE}")
    private Duration valid;

    TokenCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void run() {
        if (secret == null || secret.isBlank()) {
            throw usageError("Secret missing: give --secret, or set the environment variable SYNC_SECURITY_JWT_SECRET");
        }
        if (user.isBlank()) {
            throw usageError("--user must not be blank");
        }
        DevelopmentToken token =
                new DevelopmentToken(user, organizations, new LinkedHashSet<>(permissions), clock.instant(), valid);
        try {
            spec.commandLine().getOut().println(token.signedWith(secret.strip()));
        } catch (IllegalArgumentException e) {
            throw usageError(String.valueOf(e.getMessage()));
        }
    }

    /** Lists the permission claims that a gateway checks by default. */
    static final class UsualPermissions implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.of(Permission.values()).map(Permission::claim).iterator();
        }
    }

    private ParameterException usageError(String complaint) {
        return new ParameterException(spec.commandLine(), complaint);
    }
}

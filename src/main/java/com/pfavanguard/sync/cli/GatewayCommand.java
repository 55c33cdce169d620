package com.pfavanguard.sync.cli;

import picocli.CommandLine.Command;

/**
 * Describes the jar itself, for {@code --help}: how to start the gateway, and the commands. Never runs: without a
 * command the application starts.
 */
@Command(
        name = GatewayCommand.NAME,
        versionProvider = JarVersion.class,
        customSynopsis = {
            GatewayCommand.NAME + " [--SETTING=VALUE ...]",
            "       " + GatewayCommand.NAME + " COMMAND [OPTIONS]",
        },
        descriptionHeading = "%n",
        description = {
            "Sends sync events, which report each step of an edit on its way to PEMS, to every screen of the"
                    + " organization: JMS in, STOMP and JSON over WebSocket out. Without a command, starts the gateway.",
            "",
            "Common settings, with their defaults:",
            "  --server.port=3000                  HTTP and WebSocket",
            "  --server.address=127.0.0.1          0.0.0.0: all networks; requires tokens",
            "  --sync.security.mode=open           or jwt: every client needs a token",
            "  --sync.security.jwt.secret=         better: SYNC_SECURITY_JWT_SECRET",
            "  --sync.broker.mode=embedded         Artemis in this process; or external",
            " Embedded broker:",
            "  --sync.broker.embedded.data-directory=data/broker",
            "  --sync.broker.embedded.jms-port=61616",
            "  --sync.broker.embedded.stomp-port=61613",
            "  --sync.broker.embedded.require-login=true   passwords: users.properties",
            " External broker:",
            "  --sync.broker.external.addresses=127.0.0.1  or broker-a,broker-b:61613:61616",
            "  --sync.broker.external.login=       user name, if the broker requires a login",
            "  --sync.broker.external.passcode=    better: SYNC_BROKER_EXTERNAL_PASSCODE",
            " How far back clients can resume:",
            "  --sync.broker.history.size=20000    events, all organizations together",
            "  --sync.broker.history.retention=10m",
            " Writing to PEMS:",
            "  --sync.pems.base-url=               not set: stand-in with invented records",
            "  --sync.pems.stand-in.enabled=       with tokens only if this is set to true",
            "  --sync.pems.stand-in.port=8090",
            "Each can also be an environment variable: upper case, _ for a dot, no dashes.",
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands (each has --help):%n",
        exitCodeListHeading = "%nExit codes of commands:%n",
        exitCodeList = {
            "0:done",
            "1:failed, with the reason on standard error",
            "2:wrong usage; nothing was done",
        })
final class GatewayCommand {

    /** How users call the jar. Usage texts and hints contain it, to be copied. */
    static final String NAME = "java -jar sync-gateway.jar";
}

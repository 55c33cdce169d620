package com.pfavanguard.sync.cli;

import picocli.CommandLine.Command;

/**
 * The jar itself, for {@code --help}: how to start the gateway, and what else the jar can do. Never started as a
 * command; without one the application starts.
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
            "Tells every screen of an organization what becomes of an edit on its way to PEMS: JMS in, STOMP and JSON"
                    + " over WebSocket out. Without a command it starts the gateway.",
            "",
            "Settings used most, with their defaults:",
            "  --server.port=3000                  HTTP and WebSocket",
            "  --server.address=127.0.0.1          0.0.0.0 opens it to the network, with tokens only",
            "  --sync.security.mode=open           or: jwt, everybody needs a token",
            "  --sync.security.jwt.secret=         better: SYNC_SECURITY_JWT_SECRET",
            "  --sync.broker.mode=embedded         Artemis in this process; or: external",
            " with the embedded broker",
            "  --sync.broker.embedded.data-directory=data/broker",
            "  --sync.broker.embedded.jms-port=61616",
            "  --sync.broker.embedded.stomp-port=61613",
            "  --sync.broker.embedded.require-login=true   passwords in data/broker/users.properties",
            " with an external broker",
            "  --sync.broker.external.jms-url=tcp://127.0.0.1:61616",
            "  --sync.broker.external.stomp-host=127.0.0.1",
            "  --sync.broker.external.stomp-port=61613",
            "  --sync.broker.external.login=       where the broker asks for one",
            "  --sync.broker.external.passcode=    better: SYNC_BROKER_EXTERNAL_PASSCODE",
            " how far back clients can resume",
            "  --sync.broker.history.size=20000    events of all organizations together",
            "  --sync.broker.history.retention=10m",
            " writing to PEMS",
            "  --sync.pems.base-url=               not set: a stand-in with made-up records,",
            "  --sync.pems.stand-in.enabled=       with tokens only if this is true",
            "  --sync.pems.stand-in.port=8090",
            "Each is an environment variable too: capitals, _ for a dot, dashes left out.",
        },
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands, each with a --help of its own:%n",
        exitCodeListHeading = "%nExit codes of commands:%n",
        exitCodeList = {
            "0:done",
            "1:failed, with the reason on standard error",
            "2:not understood; nothing was done",
        })
final class GatewayCommand {

    /** How people call the jar; stands in usages and hints, to be copied. */
    static final String NAME = "java -jar sync-gateway.jar";
}

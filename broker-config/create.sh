#!/usr/bin/env bash
#
# Makes an Artemis broker for the sync-event gateway: an instance with our broker.xml, users with hashed passwords, TLS.
# README.md in single/ and ha-pair/ says how to use it. Safe to run again elsewhere; never changes an instance that exists.

set -euo pipefail
umask 077

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
readonly HERE

usage() {
    cat <<'END'
Usage: create.sh single|ha-pair <artemis> <instance>

  single|ha-pair  which broker.xml the instance gets
  <artemis>       directory of the unpacked Artemis distribution
  <instance>      directory to make; it must not exist

Asks for the passwords of the users admin, gateway and producer. For automation, set them in the environment:
  BROKER_ADMIN_PASSWORD, BROKER_GATEWAY_PASSWORD, BROKER_PRODUCER_PASSWORD
or set each name with _FILE to a file that holds the password.

Optional, from the environment:
  BROKER_STOMP_PORT, BROKER_JMS_PORT   ports, 61613 and 61616
  BROKER_CONSOLE_PORT                  port of the web console on loopback, 8161
  BROKER_HOST                          address to listen on, 0.0.0.0
  BROKER_MEMORY                        heap of the broker, 2G
  BROKER_KEYSTORE                      PKCS12 file with the broker's key and certificate; switches TLS on
  BROKER_KEYSTORE_PASSWORD (_FILE)     its password; asked for if not set
  BROKER_TRUSTSTORE                    PKCS12 file of the authorities whose client certificates are required
  BROKER_TRUSTSTORE_PASSWORD (_FILE)   its password; asked for if not set

Only for ha-pair:
  BROKER_DATA                          directory on the storage that both brokers share
END
}

fail() {
    echo "create.sh: $*" >&2
    exit 1
}

# secret <variable> <what it is for>: from <variable>, from the file in <variable>_FILE, or from the terminal
secret() {
    local file_variable="$1_FILE" value again
    if [ -n "${!1:-}" ]; then
        value="${!1}"
    elif [ -n "${!file_variable:-}" ]; then
        [ -r "${!file_variable}" ] || fail "cannot read ${!file_variable}, which $file_variable names"
        value="$(<"${!file_variable}")"
    elif [ -t 0 ]; then
        read -rsp "Password of $2: " value && echo >&2
        read -rsp "Once more: " again && echo >&2
        [ "$value" = "$again" ] || fail "the two differ; nothing was made. Start again"
    else
        fail "no password of $2: set $1 or $1_FILE, or run this in a terminal"
    fi
    [ -n "$value" ] || fail "the password of $2 is empty"
    [[ "$value" != *$'\n'* ]] || fail "the password of $2 contains a line break"
    printf -v "$1" '%s' "$value"
}

# hash_of <password>: runs "artemis mask --hash" with an argument file, so that no process list shows the password
hash_of() {
    local arguments password
    arguments="$(mktemp)"
    password="${1//\\/\\\\}"
    password="${password//\"/\\\"}"
    cat >"$arguments" <<END
-XX:TieredStopAtLevel=1 -XX:+UseSerialGC
-cp "$ARTEMIS/lib/artemis-boot.jar" -Dartemis.home="$ARTEMIS"
-Dlog4j2.configurationFile=log4j2-utility.properties -Dartemis.instance.etc="$INSTANCE/etc" -Dartemis.instance="$INSTANCE"
org.apache.activemq.artemis.boot.Artemis mask --hash -- "$password"
END
    # A failure gives no hash, of which the caller tells; the file with the password is removed in any case.
    LC_ALL=C.UTF-8 "$JAVA" "@$arguments" | sed -n 's/^[a-z]*: //p' || true
    rm -f "$arguments"
}

# user <name> <password> <roles>
user() {
    local hash role
    hash="$(hash_of "$2")"
    [ -n "$hash" ] || fail "artemis made no hash of the password of $1"
    echo "$1 = ENC($hash)" >>"$INSTANCE/etc/artemis-users.properties"
    for role in $3; do
        echo "$role = $1" >>"$INSTANCE/etc/artemis-roles.properties"
    done
}

# setting <variable>: keeps the variable for each start of the broker, if it is set
setting() {
    if [ -n "${!1:-}" ]; then
        printf "[ -n \"\${%s+set}\" ] || export %s='%s'\n" "$1" "$1" "${!1//\'/\'\\\'\'}" >>"$SETTINGS"
    fi
}

# store <variable>: checks a PKCS12 file and its password
store() {
    local password="$1_PASSWORD"
    [ -r "${!1}" ] || fail "cannot read ${!1}, which $1 names"
    secret "$password" "${!1}"
    export "${password?}"
    if command -v "$KEYTOOL" >/dev/null; then
        "$KEYTOOL" -list -keystore "${!1}" -storepass:env "$password" >/dev/null \
            || fail "keytool cannot read ${!1}; check the file, and $password"
    fi
    printf -v "$1" '%s' "$(cd "$(dirname "${!1}")" && pwd)/$(basename "${!1}")"
}

# escape_in_place <variable>: percent-encodes the value twice, since Artemis decodes parameters of an acceptor's URL twice
escape_in_place() {
    local LC_ALL=C value="${!1}" escaped="" i character
    for ((i = 0; i < ${#value}; i++)); do
        character="${value:i:1}"
        case "$character" in
            [a-zA-Z0-9._-]) escaped+="$character" ;;
            *) escaped+="$(printf '%%25%02X' "$(($(printf '%d' "'$character") & 255))")" ;;
        esac
    done
    printf -v "$1" '%s' "$escaped"
}

case "${1:-}" in
    -h | --help | "")
        usage
        exit 0
        ;;
esac
[ $# -eq 3 ] || { usage >&2; exit 2; }
readonly KIND="$1"
[ -f "$HERE/$KIND/broker.xml" ] || fail "unknown kind \"$KIND\"; it is single or ha-pair"
[ -x "$2/bin/artemis" ] || fail "no Artemis distribution in $2: bin/artemis is missing there"
readonly ARTEMIS="$(cd "$2" && pwd)"
[ ! -e "$3" ] || fail "$3 exists already; this makes new instances only"
mkdir -p "$(dirname "$3")"
readonly INSTANCE="$(cd "$(dirname "$3")" && pwd)/$(basename "$3")"
readonly SETTINGS="$INSTANCE/etc/sync-broker.env"
readonly JAVA="${JAVA_HOME:+$JAVA_HOME/bin/}java"
readonly KEYTOOL="${JAVA_HOME:+$JAVA_HOME/bin/}keytool"
command -v "$JAVA" >/dev/null || fail "no java; install Java 17 or newer, or set JAVA_HOME"

if [ "$KIND" = ha-pair ]; then
    [ -n "${BROKER_DATA:-}" ] || fail "set BROKER_DATA to a directory on the storage that both brokers share"
    [[ "$BROKER_DATA" = /* ]] || fail "BROKER_DATA must be an absolute path, not $BROKER_DATA"
    mkdir -p "$BROKER_DATA" || fail "cannot make $BROKER_DATA, which BROKER_DATA names"
fi
secret BROKER_ADMIN_PASSWORD "the user admin, for people"
secret BROKER_GATEWAY_PASSWORD "the user gateway, for processes of the gateway"
secret BROKER_PRODUCER_PASSWORD "the user producer, for backends that publish events"
[ -z "${BROKER_KEYSTORE:-}" ] || store BROKER_KEYSTORE
[ -z "${BROKER_TRUSTSTORE:-}" ] || store BROKER_TRUSTSTORE

echo "Making $INSTANCE ..."
# The user of this call is replaced below: its password is on a command line.
"$ARTEMIS/bin/artemis" create "$INSTANCE" --silent --require-login --nio --no-autotune \
    --user=admin --password="unused-$RANDOM$RANDOM" --role=admins \
    --host="${BROKER_HOST:-0.0.0.0}" --http-port="${BROKER_CONSOLE_PORT:-8161}" --java-memory="${BROKER_MEMORY:-2G}" \
    >/dev/null
trap 'echo "create.sh: not finished; remove $INSTANCE and start again" >&2' ERR

cp "$HERE/$KIND/broker.xml" "$INSTANCE/etc/broker.xml"
echo "# Users and salted hashes of their passwords. Change them with: bin/artemis user" >"$INSTANCE/etc/artemis-users.properties"
echo "# Roles of the users; broker.xml says what a role may do." >"$INSTANCE/etc/artemis-roles.properties"
user admin "$BROKER_ADMIN_PASSWORD" "admins"
user gateway "$BROKER_GATEWAY_PASSWORD" "gateways apis workers"
user producer "$BROKER_PRODUCER_PASSWORD" "producers"

cat >"$SETTINGS" <<'END'
# What broker.xml takes from outside, for this machine. Read at each start, by etc/artemis.profile. A variable that is set
# in the environment of the broker counts more than its line here.
# Keep this file readable by the broker's user only: passwords of key stores stand in it, with special characters
# encoded as in a URL, twice (%253B for a semicolon).
END
if [ -n "${BROKER_KEYSTORE:-}" ]; then
    BROKER_TLS=true
    escape_in_place BROKER_KEYSTORE_PASSWORD
fi
if [ -n "${BROKER_TRUSTSTORE:-}" ]; then
    BROKER_CLIENT_CERTIFICATES=true
    escape_in_place BROKER_TRUSTSTORE_PASSWORD
fi
for name in BROKER_HOST BROKER_STOMP_PORT BROKER_JMS_PORT BROKER_TLS BROKER_KEYSTORE BROKER_KEYSTORE_PASSWORD \
    BROKER_CLIENT_CERTIFICATES BROKER_TRUSTSTORE BROKER_TRUSTSTORE_PASSWORD BROKER_DATA; do
    setting "$name"
done
for profile in artemis.profile artemis-utility.profile; do
    printf '\n\n. "%s"\n' "$SETTINGS" >>"$INSTANCE/etc/$profile"
done

readonly PORTS="${BROKER_STOMP_PORT:-61613}:${BROKER_JMS_PORT:-61616}"
if [ "$KIND" = ha-pair ]; then
    ADDRESSES="<first machine>:$PORTS,<second machine>:$PORTS"
    SERVES='Make the other broker with the same BROKER_DATA and the same passwords. The one that logs "AMQ221007: Server is now
active" serves; the other logs "AMQ221034: Waiting indefinitely to obtain primary lock".'
else
    ADDRESSES="<this machine>:$PORTS"
    SERVES='It serves when it logs "AMQ221007: Server is now active".'
fi
cat <<END
Made. Start the broker:

    $INSTANCE/bin/artemis run

$SERVES Then set at each process of the gateway:

    SYNC_BROKER_MODE=external
    SYNC_BROKER_EXTERNAL_ADDRESSES=$ADDRESSES
    SYNC_BROKER_EXTERNAL_LOGIN=gateway
    SYNC_BROKER_EXTERNAL_PASSCODE=<the password of the user gateway>
END
if [ -n "${BROKER_KEYSTORE:-}" ]; then
    cat <<END
    SYNC_BROKER_EXTERNAL_SSL_BUNDLE=broker
    SPRING_SSL_BUNDLE_PEM_BROKER_TRUSTSTORE_CERTIFICATE=<PEM file of the authority that signed the broker's certificate>
END
fi

// The entry scripts of the images mysql and mariadb: make the database on the first start, then run the server.
import { settingFunction } from './setting-function.ts'

interface Flavour {
  /** what variables begin with */
  readonly prefix: 'MYSQL' | 'MARIADB'
  readonly title: string
  readonly server: string
  readonly client: string
  readonly admin: string
  readonly socket: string
  /** lines of the log that the two do not share */
  readonly initializing: string
  readonly initialized: string
  readonly done: string
}

export const mysqlFlavour: Flavour = {
  prefix: 'MYSQL',
  title: 'MySQL Server $MYSQL_VERSION',
  server: 'mysqld',
  client: 'mysql',
  admin: 'mysqladmin',
  socket: '/var/run/mysqld/mysqld.sock',
  initializing: 'Initializing database files',
  initialized: 'Database files initialized',
  done: 'MySQL init process done. Ready for start up.',
}

export const mariadbFlavour: Flavour = {
  prefix: 'MARIADB',
  title: 'MariaDB Server $MARIADB_VERSION',
  server: 'mariadbd',
  client: 'mariadb',
  admin: 'mariadb-admin',
  socket: '/run/mysqld/mysqld.sock',
  initializing: 'Initializing database files',
  initialized: 'Database files initialized',
  done: 'MariaDB init process done. Ready for start up.',
}

const variables = ['ROOT_PASSWORD', 'ROOT_HOST', 'DATABASE', 'USER', 'PASSWORD']

/** MariaDB reads MYSQL_* as well. */
const settings = ({ prefix }: Flavour): string =>
  variables
    .map((name) => {
      const other = prefix === 'MARIADB' ? `"\${MYSQL_${name}:-}"` : "''"
      return `    setting ${prefix}_${name} ${other}\n    ${name}="$${prefix}_${name}"`
    })
    .join('\n')

const emptyAllowed = ({ prefix }: Flavour): string =>
  prefix === 'MARIADB'
    ? `"\${MARIADB_ALLOW_EMPTY_ROOT_PASSWORD:-\${MYSQL_ALLOW_EMPTY_PASSWORD:-}}"`
    : `"\${MYSQL_ALLOW_EMPTY_PASSWORD:-}"`

const randomWanted = ({ prefix }: Flavour): string =>
  prefix === 'MARIADB'
    ? `"\${MARIADB_RANDOM_ROOT_PASSWORD:-\${MYSQL_RANDOM_ROOT_PASSWORD:-}}"`
    : `"\${MYSQL_RANDOM_ROOT_PASSWORD:-}"`

const refusal = ({ prefix }: Flavour): string =>
  prefix === 'MARIADB'
    ? `Database is uninitialized and password option is not specified
	You need to specify one of MARIADB_ROOT_PASSWORD, MARIADB_ROOT_PASSWORD_HASH, MARIADB_ALLOW_EMPTY_ROOT_PASSWORD and MARIADB_RANDOM_ROOT_PASSWORD`
    : `Database is uninitialized and password option is not specified
    You need to specify one of the following as an environment variable:
    - MYSQL_ROOT_PASSWORD
    - MYSQL_ALLOW_EMPTY_PASSWORD
    - MYSQL_RANDOM_ROOT_PASSWORD`

export const mysqlEntrypoint = (flavour: Flavour): string => `#!/bin/bash
# Makes a new database if there is none, then becomes the server.
set -eo pipefail

log() {
    kind="$1"
    shift
    printf '%s [%s] [Entrypoint]: %s\\n' "$(date -u '+%Y-%m-%d %H:%M:%S+00:00')" "$kind" "$*"
}

fail() {
    log ERROR "$@" >&2
    exit 1
}

${settingFunction('fail "Both $1 and $1_FILE are set (but are exclusive)"')}

# a text between quotes of SQL
quoted() {
    printf "'"
    printf '%s' "$1" | sed "s/\\\\\\\\/\\\\\\\\\\\\\\\\/g; s/'/''/g"
    printf "'"
}

client() {
    MYSQL_PWD="$CLIENT_PASSWORD" ${flavour.client} --protocol=socket -uroot -hlocalhost --socket=${flavour.socket} "$@"
}

run_hooks() {
    echo
    for hook in /docker-entrypoint-initdb.d/*; do
        case "$hook" in
            *.sh)
                if [ -x "$hook" ]; then
                    log Note "$0: running $hook"
                    "$hook"
                else
                    log Note "$0: sourcing $hook"
                    . "$hook"
                fi
                ;;
            *.sql)
                log Note "$0: running $hook"
                client \${DATABASE:+-D "$DATABASE"} < "$hook"
                ;;
            *.sql.gz)
                log Note "$0: running $hook"
                gunzip -c "$hook" | client \${DATABASE:+-D "$DATABASE"}
                ;;
            '/docker-entrypoint-initdb.d/*') ;;
            *) log Warn "$0: ignoring $hook" ;;
        esac
        echo
    done
}

set_up() {
    if [ -n ${randomWanted(flavour)} ]; then
        ROOT_PASSWORD=$(head -c 24 /dev/urandom | base64)
        log Note "GENERATED ROOT PASSWORD: $ROOT_PASSWORD"
    fi
    CLIENT_PASSWORD=
    if [ "\${ROOT_HOST:-%}" != localhost ]; then
        client -e "CREATE USER 'root'@$(quoted "\${ROOT_HOST:-%}") IDENTIFIED BY $(quoted "$ROOT_PASSWORD"); GRANT ALL ON *.* TO 'root'@$(quoted "\${ROOT_HOST:-%}")"
    fi
    client -e "ALTER USER 'root'@'localhost' IDENTIFIED BY $(quoted "$ROOT_PASSWORD")"
    CLIENT_PASSWORD="$ROOT_PASSWORD"
    if [ -n "$DATABASE" ]; then
        log Note "Creating database $DATABASE"
        client -e "CREATE DATABASE IF NOT EXISTS \\\`$DATABASE\\\`"
    fi
    if [ -n "$USER" ] && [ -n "$PASSWORD" ]; then
        log Note "Creating user $USER"
        client -e "CREATE USER $(quoted "$USER")@'%' IDENTIFIED BY $(quoted "$PASSWORD")"
        if [ -n "$DATABASE" ]; then
            log Note "Giving user $USER access to schema $DATABASE"
            client -e "GRANT ALL ON \\\`$DATABASE\\\`.* TO $(quoted "$USER")@'%'"
        fi
    fi
}

if [ "\${1#-}" != "$1" ]; then
    set -- ${flavour.server} "$@"
fi

if [ "$1" = '${flavour.server}' ] || [ "$1" = 'mysqld' ]; then
    log Note "Entrypoint script for ${flavour.title} started."
    if [ "$(id -u)" = '0' ]; then
        log Note "Switching to dedicated user 'mysql'"
        chown -R mysql:mysql /var/lib/mysql /var/run/mysqld
        exec gosu mysql "$0" "$@"
    fi
${settings(flavour)}
    if [ ! -d /var/lib/mysql/mysql ]; then
        if [ -z "$ROOT_PASSWORD" ] && [ -z ${emptyAllowed(flavour)} ] && [ -z ${randomWanted(flavour)} ]; then
            fail "${refusal(flavour)}"
        fi
        if [ "$USER" = root ]; then
            fail "${flavour.prefix}_USER=\\"root\\", ${flavour.prefix}_USER and ${flavour.prefix}_PASSWORD are for configuring a regular user and cannot be used for the root user"
        fi
        log Note "${flavour.initializing}"
        "$@" --initialize-insecure
        log Note "${flavour.initialized}"
        log Note "Starting temporary server"
        "$@" --daemonize --skip-networking --socket=${flavour.socket}
        log Note "Temporary server started."
        set_up
        run_hooks
        log Note "Stopping temporary server"
        MYSQL_PWD="$CLIENT_PASSWORD" ${flavour.admin} -uroot --socket=${flavour.socket} shutdown
        log Note "Temporary server stopped"
        echo
        log Note "${flavour.done}"
        echo
    fi
    unset ROOT_PASSWORD ROOT_HOST DATABASE USER PASSWORD
fi

exec "$@"
`

/** healthcheck.sh of MariaDB; the checks are those that mean something here. */
export const mariadbHealthcheck = `#!/bin/bash
# Asks the server whether it does what the options say; the password is that of the environment.
export MYSQL_PWD="\${MARIADB_ROOT_PASSWORD:-\${MYSQL_ROOT_PASSWORD:-}}"
if [ $# -eq 0 ]; then
    echo "At least one healthcheck option is needed" >&2
    exit 1
fi
for option in "$@"; do
    case "$option" in
        --connect) mariadb -h 127.0.0.1 --protocol=tcp -uroot -e 'SELECT 1' > /dev/null || exit 1 ;;
        --innodb_initialized)
            [ "$(mariadb -uroot -N -e "SELECT 1 FROM information_schema.ENGINES WHERE engine = 'innodb' AND support IN ('YES', 'DEFAULT', 'ENABLED')")" = 1 ] || exit 1
            ;;
        --su-mysql | --no-defaults | --defaults-file=*) ;;
        *)
            echo "Unknown healthcheck option $option" >&2
            exit 1
            ;;
    esac
done
`

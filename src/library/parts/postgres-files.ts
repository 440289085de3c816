// The entry script of the image postgres: makes the database on the first start, then runs the server.
import { plainSettingFunction } from './setting-function.ts'

export const entrypoint: string = `#!/bin/sh
# Makes a new database if there is none, then becomes the server.
set -e

${plainSettingFunction}

check_password() {
    if [ -z "$POSTGRES_PASSWORD" ] && [ "$POSTGRES_HOST_AUTH_METHOD" != 'trust' ]; then
        cat >&2 <<-'END'
Error: Database is uninitialized and superuser password is not specified.
       You must specify POSTGRES_PASSWORD to a non-empty value for the
       superuser: "-e POSTGRES_PASSWORD=password" on "docker run".
       POSTGRES_HOST_AUTH_METHOD=trust does without any password; that is
       not recommended.
END
        exit 1
    fi
}

run_hooks() {
    echo
    for hook in /docker-entrypoint-initdb.d/*; do
        case "$hook" in
            *.sh)
                if [ -x "$hook" ]; then
                    echo "$0: running $hook"
                    "$hook"
                else
                    echo "$0: sourcing $hook"
                    . "$hook"
                fi
                ;;
            *.sql)
                echo "$0: running $hook"
                PGHOST= psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --dbname "$POSTGRES_DB" -f "$hook"
                ;;
            *) echo "$0: ignoring $hook" ;;
        esac
        echo
    done
}

if [ "\${1#-}" != "$1" ]; then
    set -- postgres "$@"
fi

if [ "$1" = 'postgres' ]; then
    if [ "$(id -u)" = '0' ]; then
        mkdir -p "$PGDATA"
        chown -R postgres "$PGDATA"
        chmod 700 "$PGDATA"
        exec gosu postgres "$0" "$@"
    fi
    setting POSTGRES_PASSWORD ''
    setting POSTGRES_USER postgres
    setting POSTGRES_DB "$POSTGRES_USER"
    : "\${POSTGRES_HOST_AUTH_METHOD:=}"
    if [ -s "$PGDATA/PG_VERSION" ]; then
        echo
        echo 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
        echo
    else
        check_password
        printf '%s\\n' "$POSTGRES_PASSWORD" | initdb --username="$POSTGRES_USER" --pwfile=/dev/stdin -D "$PGDATA"
        pg_ctl -D "$PGDATA" -o "-c listen_addresses='' -p 5432" -w start
        if [ "$POSTGRES_DB" != 'postgres' ]; then
            PGHOST= psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --no-password --dbname postgres -c "CREATE DATABASE \\"$POSTGRES_DB\\""
        fi
        run_hooks
        pg_ctl -D "$PGDATA" -m fast -w stop
        echo
        echo 'PostgreSQL init process complete; ready for start up.'
        echo
    fi
fi

exec "$@"
`

// The entry script of the image mongo: makes the first user on the first start, then runs the server.
import { plainSettingFunction } from './setting-function.ts'

export const mongoEntrypoint: string = `#!/bin/bash
# Makes the first user if there is to be one, then becomes the server.
set -eo pipefail

${plainSettingFunction}

client() {
    mongosh --host 127.0.0.1 --port 27017 --quiet "$@"
}

run_hooks() {
    for hook in /docker-entrypoint-initdb.d/*; do
        case "$hook" in
            *.sh)
                echo "$0: running $hook"
                . "$hook"
                ;;
            *.js)
                echo "$0: running $hook"
                if [ -n "$MONGO_INITDB_ROOT_USERNAME" ]; then
                    client -u "$MONGO_INITDB_ROOT_USERNAME" -p "$MONGO_INITDB_ROOT_PASSWORD" --authenticationDatabase admin "\${MONGO_INITDB_DATABASE:-test}" "$hook"
                else
                    client "\${MONGO_INITDB_DATABASE:-test}" "$hook"
                fi
                ;;
            '/docker-entrypoint-initdb.d/*') ;;
            *) echo "$0: ignoring $hook" ;;
        esac
    done
}

if [ "\${1#-}" != "$1" ]; then
    set -- mongod "$@"
fi

if [ "$1" = 'mongod' ] && [ "$(id -u)" = '0' ]; then
    chown -R mongodb /data/configdb /data/db
    exec gosu mongodb "$0" "$@"
fi

if [ "$1" = 'mongod' ]; then
    setting MONGO_INITDB_ROOT_USERNAME
    setting MONGO_INITDB_ROOT_PASSWORD
    if [ -n "$MONGO_INITDB_ROOT_USERNAME" ] || [ -n "$MONGO_INITDB_ROOT_PASSWORD" ]; then
        if [ -z "$MONGO_INITDB_ROOT_USERNAME" ] || [ -z "$MONGO_INITDB_ROOT_PASSWORD" ]; then
            cat >&2 <<-'END'

error: missing 'MONGO_INITDB_ROOT_USERNAME' or 'MONGO_INITDB_ROOT_PASSWORD'
       both must be specified for a user to be created

END
            exit 1
        fi
        set -- "$@" --auth
    fi
    if [ ! -e /data/db/mockerd-store.bson ]; then
        hooks=no
        for hook in /docker-entrypoint-initdb.d/*.sh /docker-entrypoint-initdb.d/*.js; do
            if [ -e "$hook" ]; then
                hooks=yes
            fi
        done
        if [ -n "$MONGO_INITDB_ROOT_USERNAME" ] || [ "$hooks" = yes ]; then
            mongod --bind_ip 127.0.0.1 --port 27017 --fork
            if [ -n "$MONGO_INITDB_ROOT_USERNAME" ]; then
                client admin --eval 'db.createUser({ user: _getEnv("MONGO_INITDB_ROOT_USERNAME"), pwd: _getEnv("MONGO_INITDB_ROOT_PASSWORD"), roles: [{ role: "root", db: "admin" }] })' > /dev/null
            fi
            run_hooks
            mongod --shutdown
            echo
            echo 'MongoDB init process complete; ready for start up.'
            echo
        fi
    fi
    unset MONGO_INITDB_ROOT_USERNAME MONGO_INITDB_ROOT_PASSWORD
    if [ "$*" = "\${*#*--bind_ip}" ]; then
        set -- "$@" --bind_ip_all
    fi
fi

exec "$@"
`

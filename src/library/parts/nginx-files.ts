// What the image nginx has in its files: entry script, the scripts that it runs first, configuration, welcome page.

export const entrypoint = `#!/bin/sh
# Runs what lies in /docker-entrypoint.d, then the command.
set -e

say() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$@"
    fi
}

if [ "$1" = "nginx" ] || [ "$1" = "nginx-debug" ]; then
    if [ -n "$(ls -A /docker-entrypoint.d 2>/dev/null)" ]; then
        say "$0: /docker-entrypoint.d/ is not empty, will attempt to perform configuration"
        say "$0: Looking for shell scripts in /docker-entrypoint.d/"
        for hook in /docker-entrypoint.d/*; do
            case "$hook" in
                *.envsh)
                    if [ -x "$hook" ]; then
                        say "$0: Sourcing $hook"
                        . "$hook"
                    else
                        say "$0: Ignoring $hook, not executable"
                    fi
                    ;;
                *.sh)
                    if [ -x "$hook" ]; then
                        say "$0: Launching $hook"
                        "$hook"
                    else
                        say "$0: Ignoring $hook, not executable"
                    fi
                    ;;
                *) say "$0: Ignoring $hook" ;;
            esac
        done
        say "$0: Configuration complete; ready for start up"
    else
        say "$0: No files found in /docker-entrypoint.d/, skipping configuration"
    fi
fi

exec "$@"
`

const listenOnIpv6 = `#!/bin/sh
# Lets the default site listen on IPv6 too.
set -e

me=$(basename "$0")
site=/etc/nginx/conf.d/default.conf

say() {
    if [ -z "\${NGINX_ENTRYPOINT_QUIET_LOGS:-}" ]; then
        echo "$me: info: $1"
    fi
}

if [ ! -f "$site" ]; then
    say "$site is not a file or does not exist"
    exit 0
fi
if ! touch "$site" 2>/dev/null; then
    say "can not modify $site (read-only file system?)"
    exit 0
fi
say "Getting the checksum of /etc/nginx/conf.d/default.conf"
if grep -q "listen  *\\[::\\]:80;" "$site"; then
    say "IPv6 listen already enabled"
    exit 0
fi
sed -i 's,listen  *80;,listen       80;\\n    listen  [::]:80;,' "$site"
say "Enabled listen on IPv6 in /etc/nginx/conf.d/default.conf"
`

const localResolvers = `#!/bin/sh
# Makes the name servers of the container known to templates.
if [ -n "\${NGINX_ENTRYPOINT_LOCAL_RESOLVERS:-}" ]; then
    NGINX_LOCAL_RESOLVERS=$(sed -n 's/^nameserver *//p' /etc/resolv.conf | tr '\\n' ' ')
    export NGINX_LOCAL_RESOLVERS
fi
`

const substituteTemplates = `#!/bin/sh
# Fills environment variables into /etc/nginx/templates/*.template.
set -e

templates=\${NGINX_ENVSUBST_TEMPLATE_DIR:-/etc/nginx/templates}
output=\${NGINX_ENVSUBST_OUTPUT_DIR:-/etc/nginx/conf.d}

[ -d "$templates" ] || exit 0
for template in "$templates"/*.template; do
    [ -f "$template" ] || continue
    target=$output/$(basename "$template" .template)
    echo "$(basename "$0"): Running envsubst on $template to $target"
    cp "$template" "$target"
    env | while IFS='=' read -r name value; do
        sed -i "s|[$]{$name}|$value|g" "$target"
    done
done
`

const tuneWorkers = `#!/bin/sh
# Would set the number of workers to the number of processors, if it is asked to.
[ -n "\${NGINX_ENTRYPOINT_WORKER_PROCESSES_AUTOTUNE:-}" ] || exit 0
sed -i 's/^worker_processes.*/worker_processes 2;/' /etc/nginx/nginx.conf
`

/** /docker-entrypoint.d */
export const hooks: Readonly<Record<string, string>> = {
  '10-listen-on-ipv6-by-default.sh': listenOnIpv6,
  '15-local-resolvers.envsh': localResolvers,
  '20-envsubst-on-templates.sh': substituteTemplates,
  '30-tune-worker-processes.sh': tuneWorkers,
}

export const mainConfiguration = `user  nginx;
worker_processes  auto;

error_log  /var/log/nginx/error.log notice;
pid        /var/run/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    log_format  main  '$remote_addr - $remote_user [$time_local] "$request" '
                      '$status $body_bytes_sent "$http_referer" '
                      '"$http_user_agent" "$http_x_forwarded_for"';
    access_log  /var/log/nginx/access.log  main;
    sendfile    on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
`

export const defaultSite = `server {
    listen       80;
    server_name  localhost;

    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }

    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
`

export const welcomePage = `<!DOCTYPE html>
<html>
<head>
<title>Welcome to nginx!</title>
</head>
<body>
<h1>Welcome to nginx!</h1>
<p>This page comes with the simulated image: the web server has no site of its own yet.</p>
</body>
</html>
`

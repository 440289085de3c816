#!/bin/sh
# A walk through Docker's API with curl alone, at the address in DOCKER_HOST.
set -eu

case $DOCKER_HOST in
unix://*) api() { path=$1 && shift && curl -sS --fail-with-body --unix-socket "${DOCKER_HOST#unix://}" "$@" "http://docker$path"; } ;;
tcp://*) api() { path=$1 && shift && curl -sS --fail-with-body "$@" "http://${DOCKER_HOST#tcp://}$path"; } ;;
esac
post() { path=$1 && shift && api "$path" -X POST -H 'Content-Type: application/json' "$@"; }
id() { sed 's/.*"Id":"\([0-9a-f]*\)".*/\1/'; }
# the payload of frames (8 bytes, then the text) without their heads
text() { tr -d '\000-\010\013-\037'; }

echo "ping: $(api /_ping)"
echo "version: $(api /version | sed 's/.*"ApiVersion":"\([^"]*\)".*/\1/')"

post '/v1.43/images/create?fromImage=alpine&tag=3.20' | tail -n 1 | tr -d '\r'
post '/v1.43/containers/create?name=talker' -d '{"Image": "alpine:3.20", "Cmd": ["sh", "-c", "echo hello; sleep 1000"]}' > /dev/null
post /v1.43/containers/talker/start
echo "running: $(api '/v1.43/containers/json' | grep -c '"/talker"')"

exec=$(post /v1.43/containers/talker/exec -d '{"AttachStdout": true, "Cmd": ["cat", "/etc/alpine-release"]}' | id)
echo "exec: $(post "/v1.43/exec/$exec/start" -d '{"Detach": false}' | text)"
echo "logs: $(api '/v1.43/containers/talker/logs?stdout=1' | text)"

echo hello > greeting
tar -cf - greeting | api '/v1.43/containers/talker/archive?path=/srv' -X PUT -H 'Content-Type: application/x-tar' --data-binary @-
rm greeting
echo "file: $(api '/v1.43/containers/talker/archive?path=/srv/greeting' | tar -xOf -)"

post '/v1.43/containers/talker/stop?t=0'
echo "ended: $(post /v1.43/containers/talker/wait)"
api '/v1.43/containers/talker?v=1' -X DELETE
echo "gone: $(api /v1.43/containers/talker/json 2> /dev/null || true)"

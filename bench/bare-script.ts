// The least that can be pinged: a script of node:http alone. Its argument is the path of its socket.
import http from 'node:http'

http.createServer((_request, response) => response.end('OK')).listen(process.argv[2])

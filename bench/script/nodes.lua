-- Asks for the boot scripts of many machines: each its own, one after the other or at random. Run by compare.
-- arguments: NODES, first|again|warm. The last fifth of the nodes is for warming up, so that "first" is the first time.
local threads = 0
function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

function init(args)
  nodes, mode, turn = tonumber(args[1]), args[2], 0
  math.randomseed(4711 + id)
end

function request()
  local n
  local measured = math.floor(nodes * 4 / 5)
  if mode == "first" then n = (turn * 2 + id) % measured
  elseif mode == "again" then n = math.random(measured) - 1
  else n = math.random(measured, nodes) - 1 end
  turn = turn + 1
  return wrk.format("GET", string.format("/boot.ipxe?mac=02-00-00-%02x-%02x-%02x&uuid=&serial=&arch=x86_64&platform=pcbios&stage=2", math.floor(n / 65536), math.floor(n / 256) % 256, n % 256))
end

function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d %d\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), latency.max,
    summary.errors.status + summary.errors.read + summary.errors.connect + summary.errors.timeout))
end

-- Paths of pages, tiles and features, one after the other, each thread from another place in the list.
local paths, at = {}, 0
function init(arguments)
  for line in io.lines(arguments[1]) do paths[#paths + 1] = line end
  math.randomseed(os.time())
  at = math.random(#paths)
end
function request()
  at = at % #paths + 1
  return wrk.format("GET", paths[at], { ["Accept-Encoding"] = "gzip" })
end
local statuses = {}
local threads = {}
function setup(thread) threads[#threads + 1] = thread end
function done(summary, latency)
  local e = summary.errors
  io.write(string.format("requests %d errors %d p50 %.1f p99 %.1f max %.1f\n", summary.requests,
    e.connect + e.read + e.write + e.status + e.timeout, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end

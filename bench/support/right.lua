-- Counts right answers: wrk -s right.lua URL -- STATUS TEXT
-- An answer is right if it has the status and its body contains the text.
local threads = {}

function setup(thread)
  threads[#threads + 1] = thread
end

function init(args)
  right = 0
  status = tonumber(args[1])
  text = args[2]
end

function response(code, _, body)
  if code == status and body:find(text, 1, true) then right = right + 1 end
end

function done(summary, latency)
  local total = 0
  for _, thread in ipairs(threads) do total = total + thread:get("right") end
  local form = "right %d of %d in %d us, p99 %d us\n"
  io.write(string.format(form, total, summary.requests, summary.duration, latency:percentile(99)))
end

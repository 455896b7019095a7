-- checkpoint(): what was written so far is made durable, then what is kept: a run that dies later is gone on with from here.
local host = ...
local store = host.module "store"

return function()
    if host.note_positions then host.note_positions() end -- of resources that are being read
    host.flush() -- what the script itself has written
    -- What other tasks do while the rows are made durable belongs to the next checkpoint.
    local snapshot = store.snapshot()
    host.wait "rows.checkpoint"
    store.commit(snapshot)
end

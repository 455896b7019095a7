:tabel 1
:t
:zzz
:help conection
:help :table
:help task.sleep
:table
:table 1 +
:table { print }
:json { [1.5] = 1 }
:csv
:csv /nonexistent/x.csv { 1 }
:type nothing.here
:time
:load
:load missing.lua
:reload
:save
:save /tmp/never.lua
:curl
:connections
{ { a = 1 } }
:json
:type

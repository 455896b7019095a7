-- Sums up the CSV export of an API by month and country.
--   oauthlua run --param url=https://reports.example.com/sales.csv --output markdown scripts/csv_report.lua
--                                                                       (secrets REPORTS_CLIENT_ID, REPORTS_CLIENT_SECRET)
local host = assert(params.url, "which report? --param url=https://…"):match "^https?://[^/]+"
local reports = oauth.connection {
  name = "reports", grant = "client_credentials", token_url = params.token_url or host .. "/oauth/token",
  client_id = secret "REPORTS_CLIENT_ID", client_secret = secret "REPORTS_CLIENT_SECRET", base_url = host,
}

local sales = resource "sales" {
  connection = reports, url = params.url, format = "csv", fields = { "date", "country", "amount" },
}

local sums, rows = {}, {}
for sale in sales:each() do
  local id = sale.date:sub(1, 7) .. sale.country
  if not sums[id] then
    sums[id] = { month = sale.date:sub(1, 7), country = sale.country, sales = 0, amount = 0 }
    rows[#rows + 1] = sums[id]
  end
  sums[id].sales = sums[id].sales + 1
  sums[id].amount = sums[id].amount + tonumber(sale.amount)
end
table.sort(rows, function(a, b) return a.month .. a.country < b.month .. b.country end)
return rows

"""The public pages and documents over HTTP.

`cache` answers from memory in front of everything (`pulse` tells whether it may, `slots` how
much may be made at once), `app` routes what it does not hold to `catalogue`, `channels`,
`entries` and `health`, `server` runs both. All of them ask one `Service` for what they show.
"""

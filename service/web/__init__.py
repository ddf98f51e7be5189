"""The caseworker's pages, rendered on the server in Chinese."""

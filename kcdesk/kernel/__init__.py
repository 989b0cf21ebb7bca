"""Words everybody uses: money, ratios, dates, kinds, identifiers, errors."""

"""A question to the centre: request, service clock, opinion, countersignature."""

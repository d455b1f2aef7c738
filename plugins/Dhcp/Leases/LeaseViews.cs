namespace CniChain.Plugins.Dhcp;

/// <summary>The leases as people read them.</summary>
internal static class LeaseViews
{
    public static IReadOnlyList<LeaseView> Read(LeaseFolder folder)
    {
        var now = BootClock.Now;
        var views = new List<LeaseView>();
        foreach (var file in folder.Files())
        {
            if (LeaseFolder.Read(file) is { } record && record.Boot == Boot.Id)
            {
                views.Add(View(record, now));
            }
        }

        return views;
    }

    private static LeaseView View(LeaseRecord record, TimeSpan now)
    {
        if (!LeaseRecords.TryGetLease(record, out var lease))
        {
            return new LeaseView { Attachment = record.Attachment, State = "selecting" };
        }

        var details = new Dictionary<string, string>
        {
            ["router"] = string.Join(' ', lease.RoutersOnLink),
            ["dns"] = string.Join(' ', lease.NameServers),
            ["domain"] = lease.Domain ?? "",
            ["search"] = string.Join(' ', lease.Search),
            ["ntp"] = string.Join(' ', lease.NtpServers),
        };
        return new LeaseView
        {
            Attachment = record.Attachment,
            Address = lease.Prefix,
            Server = lease.Server.ToString(),
            State = State(lease, now),
            Age = now - lease.Obtained,
            UntilT1 = lease.Renews - now,
            UntilT2 = lease.Rebinds - now,
            UntilExpiry = lease.Expires - now,
            Details = details.Where(d => d.Value.Length > 0).ToDictionary(),
        };
    }

    /// <summary>A file changes when a lease does; what it has come to since then its times tell.</summary>
    private static string State(Lease lease, TimeSpan now) =>
        lease.Expires <= now ? "expired"
        : lease.Rebinds <= now ? "rebinding"
        : lease.Renews <= now ? "renewing"
        : "bound";
}

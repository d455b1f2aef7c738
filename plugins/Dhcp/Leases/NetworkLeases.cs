namespace CniChain.Plugins.Dhcp;

/// <summary>All leases of one network, and which of them GC ends.</summary>
internal static class NetworkLeases
{
    public static List<(LeaseRecord Record, HeldObject Object)> List(LeaseFolder folder, CniContext context)
    {
        var valid = context.ValidAttachments.ToHashSet();
        var found = new List<(LeaseRecord, HeldObject)>();
        foreach (var file in folder.Files())
        {
            if (LeaseFolder.Read(file) is { } record && record.Network == context.Config.Name)
            {
                found.Add((record, Describe(file, record, !valid.Contains(record.Attachment))));
            }
        }

        return found;
    }

    private static HeldObject Describe(string file, LeaseRecord record, bool isStale) => new()
    {
        Kind = "lease",
        Name = file,
        Detail = LeaseRecords.TryGetLease(record, out var lease) ? $"{lease.Address} of {lease.Server}" : "",
        ContainerId = record.ContainerId,
        IfName = record.IfName,
        IsStale = isStale,
    };
}

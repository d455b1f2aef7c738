namespace CniChain.Plugins.Dhcp;

/// <summary>What tells leases apart: an attachment has at most one of each family.</summary>
internal readonly record struct LeaseKey(Attachment Attachment, LeaseFamily Family)
{
    private static readonly LeaseFamily[] s_families = [LeaseFamily.IPv4, LeaseFamily.IPv6];

    /// <summary>An attachment's, of either family.</summary>
    public static IEnumerable<LeaseKey> Of(Attachment attachment) => s_families.Select(f => new LeaseKey(attachment, f));

    public override string ToString() => Family == LeaseFamily.IPv4 ? $"{Attachment}" : $"{Attachment} (IPv6)";
}

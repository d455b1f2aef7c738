namespace CniChain.Plugins.HostLocal;

/// <summary>A lease file, read.</summary>
/// <param name="Owner">Who holds the address; null when the file names nobody.</param>
/// <param name="IsOfEarlierBoot">Whether it was written before this boot, as far as can be told.</param>
internal readonly record struct Lease(LeaseOwner? Owner, bool IsOfEarlierBoot)
{
    /// <summary>Whether nobody can hold the address any more: a sandbox does not outlive the kernel it lived in.</summary>
    public bool IsOrphan => Owner is null || IsOfEarlierBoot;
}

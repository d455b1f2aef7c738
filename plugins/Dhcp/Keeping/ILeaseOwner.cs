namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>Who is told of what becomes of a lease. On the loop's thread.</summary>
internal interface ILeaseOwner
{
    /// <summary>It was given, or extended.</summary>
    void Bound(KeptLease kept, Lease lease);

    /// <summary>It has ended; another is asked for already.</summary>
    void Lost(KeptLease kept, Lease lease, string reason);

    /// <summary>The container or its interface is gone.</summary>
    void Vanished(KeptLease kept);
}

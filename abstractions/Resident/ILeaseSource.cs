namespace CniChain;

/// <summary>What a plugin implements whose leases <c>cnichain leases</c> is to show.</summary>
/// <remarks>Called in the command line's own process, beside the host that keeps the leases: it reads and never writes.</remarks>
public interface ILeaseSource
{
    /// <summary>Reads the leases.</summary>
    /// <param name="dataDirectory">The plugin's folder; it may not exist.</param>
    /// <returns>The leases in any order; files that cannot be read are left out.</returns>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    IReadOnlyList<LeaseView> ReadLeases(string dataDirectory);
}

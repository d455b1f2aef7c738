using System.Net;
using CniChain.Linux;

namespace CniChain.Plugins.Dhcp.Keeping;

/// <summary>ADD: gets an attachment's leases, all of them or none.</summary>
internal sealed class Acquisition(LeaseKeeper keeper, LeaseFolder folder, NetworkNamespace container, NetworkNamespace host, ICniLog log)
{
    /// <summary>Asks for all at once, and writes their files. When one does not come, the others are given back.</summary>
    /// <exception cref="CniException">Code 11: one or more did not come; the message has what was heard for each.</exception>
    public async Task<IReadOnlyList<Lease>> RunAsync(IReadOnlyList<LeaseRecord> records, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var asked = records.Select(r => keeper.AcquireAsync(r, container, Wish(r), timeout, cancellationToken)).ToArray();
        try
        {
            var leases = await Task.WhenAll(asked).ConfigureAwait(false);
            foreach (var (record, lease) in leases)
            {
                folder.Write(record, onlyIfPresent: false);
                LinkMtu.Apply(container, record, lease, log);
            }

            return [.. leases.Select(l => l.Lease)];
        }
        catch (Exception e)
        {
            // What is not written cannot be kept, and no DEL would find it.
            foreach (var (record, lease) in asked.Where(a => a.IsCompletedSuccessfully).Select(a => a.Result))
            {
                await keeper.ForgetAsync(record.Key).ConfigureAwait(false);
                ReleaseSender.Send(record, lease, container, host, log);
                _ = folder.Take(record.Key);
            }

            if (e is CniException && Failures(asked) is { Count: > 1 } failures)
            {
                throw new CniException(failures[0].Code, string.Join("; ", failures.Select(f => f.Message)), failures[0].Details, e);
            }

            throw;
        }
    }

    private static List<CniException> Failures(Task<(LeaseRecord Record, Lease Lease)>[] asked) =>
        [.. asked.Select(a => a.Exception?.InnerException).OfType<CniException>()];

    /// <summary>What an ADD before this one got is asked for again: the server would give it anyway, by the client's identifier.</summary>
    private IPAddress? Wish(LeaseRecord record) =>
        LeaseFolder.Read(folder.FileOf(record.Key)) is { Boot: var boot } earlier && boot == Boot.Id && LeaseRecords.TryGetLease(earlier, out var old)
            ? old.Address
            : null;
}

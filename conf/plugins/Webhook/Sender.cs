using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using CniChain.Linux;

namespace CniChain.Examples.Webhook;

/// <summary>Sends one record, from the runtime's network namespace, within its time.</summary>
internal static class Sender
{
    /// <summary>Sends it.</summary>
    /// <exception cref="CniException">Code 11: it was not taken, with the reason.</exception>
    public static async Task SendAsync(CniContext context, WebhookConfig config, byte[] record, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(config.Timeout, context.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        using var host = NetworkNamespace.FromHandle(context.HostNetns);
        using var handler = new SocketsHttpHandler
        {
            // A record goes where the configuration says, by no proxy of some environment and to no place that the answer names.
            UseProxy = false,
            AllowAutoRedirect = false,
            ConnectCallback = (request, token) => ConnectAsync(host, request.DnsEndPoint, token),
        };
        using var client = new HttpClient(handler);
        using var content = new ByteArrayContent(record);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, config.Url) { Content = content };
        foreach (var (name, value) in config.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        try
        {
            using var answer = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, both.Token).ConfigureAwait(false);
            if (!answer.IsSuccessStatusCode)
            {
                throw NotTaken(config, $"the answer is {(int)answer.StatusCode} {answer.ReasonPhrase}");
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw NotTaken(config, $"no answer within {config.Timeout.TotalMilliseconds} ms (\"timeoutMs\")", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or LinuxException)
        {
            throw NotTaken(config, e.InnerException?.Message ?? e.Message, e);
        }
    }

    /// <summary>Name and socket in the runtime's namespace: the host may run in another, with other name servers to reach.</summary>
    private static async ValueTask<Stream> ConnectAsync(NetworkNamespace host, DnsEndPoint target, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(target.Host, out var literal) ? [literal] : host.Run(() => Dns.GetHostAddresses(target.Host));
        SocketException? last = null;
        foreach (var address in addresses)
        {
            var socket = host.Run(() => new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
            try
            {
                await socket.ConnectAsync(address, target.Port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last ?? new SocketException((int)SocketError.HostNotFound);
    }

    private static CniException NotTaken(WebhookConfig config, string why, Exception? inner = null) =>
        new(CniErrorCode.TryAgainLater, $"webhook: {config.Url} did not take the record: {why}", null, inner);
}

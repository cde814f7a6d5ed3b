/** JSON over fetch with one kind of error. */
import type { ApiErrorBody } from './types';

const NAME = 'AisleApiError';

/** `status` is 0 when no answer came at all. */
export class ApiError extends Error {
  override readonly name = NAME;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly retryAfterMs: number = 0,
  ) {
    super(message);
  }

  /** The conversation or session is unknown to the server, or not ours: begin anew. */
  get gone(): boolean {
    return this.status === 401 || this.status === 404 || this.code === 'forbidden';
  }

  /** The same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** The error if it is one of ours. The loader and the app each bundle their own class, so `instanceof` cannot tell. */
export function asApiError(error: unknown): ApiError | null {
  return error instanceof Error && error.name === NAME ? (error as ApiError) : null;
}

export interface JsonRequest {
  method?: 'GET' | 'POST' | 'DELETE';
  /** Sent as JSON, or a form as it is. */
  body?: unknown;

  headers?: Record<string, string>;
  /** Lets the request outlive the page (for what is sent while it closes). */
  keepalive?: boolean;
  credentials?: RequestCredentials;
}

const TIMEOUT_MS = 20_000;
// A photo over a phone's connection.
const UPLOAD_TIMEOUT_MS = 120_000;

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get('Retry-After'));
  return Number.isFinite(seconds) ? seconds * 1000 : 0;
}

async function failure(response: Response): Promise<ApiError> {
  let body: Partial<ApiErrorBody> = {};
  try {
    body = ((await response.json()) as { error?: Partial<ApiErrorBody> }).error ?? {};
  } catch {
    // A proxy may answer with a page; the status says enough.
  }
  return new ApiError(response.status, body.code ?? 'http_error', body.message ?? response.statusText, retryAfter(response));
}

/** Sends one request and returns its JSON (undefined for an empty answer). Raises ApiError, nothing else. */
export async function requestJson<T>(url: string, request: JsonRequest = {}): Promise<T> {
  const response = await answered(url, request);
  const text = await response.text().catch(() => '');
  if (!text) return undefined as T;
  try {
    return JSON.parse(text) as T;
  } catch {
    throw new ApiError(502, 'bad_answer', 'the server did not answer with JSON');
  }
}

/** Sends one request and returns the bytes of the answer. Raises ApiError, nothing else. */
export async function requestBlob(url: string, request: JsonRequest = {}): Promise<Blob> {
  const response = await answered(url, request);
  try {
    return await response.blob();
  } catch (error) {
    throw new ApiError(0, 'unreachable', String(error));
  }
}

async function answered(url: string, request: JsonRequest): Promise<Response> {
  const { body } = request;
  const form = body instanceof FormData;
  const init: RequestInit = {
    method: request.method ?? 'GET',
    headers: {
      ...(body === undefined || form ? {} : { 'Content-Type': 'application/json' }),
      ...request.headers,
    },
    credentials: request.credentials ?? 'omit',
    keepalive: request.keepalive ?? false,
    signal: AbortSignal.timeout(form ? UPLOAD_TIMEOUT_MS : TIMEOUT_MS),
  };
  if (body !== undefined) init.body = form ? body : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(url, init);
  } catch (error) {
    throw new ApiError(0, 'unreachable', String(error));
  }
  if (!response.ok) throw await failure(response);
  return response;
}
